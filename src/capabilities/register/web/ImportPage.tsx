import { Button } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { ProgressBar } from '../../../platform/web/parts/ProgressBar.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useAddress, useGo } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { ask } from '../../../platform/web/sync/api.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type ImportDecisions, importLedger } from '../commands-import.ts';
import type { ImportId, PreviewId } from '../model.ts';
import { imports } from '../queries.ts';
import { ChooseFile, Unwritten } from './import/ChooseFile.tsx';
import { EarlierImports, ImportFigures } from './import/EarlierImports.tsx';
import { Review } from './import/Review.tsx';
import { UndoButton } from './import/UndoButton.tsx';
import { type Share, usePreview } from './import/usePreview.ts';

const here = '/register/import';

/** Brings a ledger into the register: choose, look, agree, done. The address knows where one is, so that a reload loses nothing. */
export default function ImportPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const [previewId] = useAddress('preview');
  const [importId] = useAddress('done');
  return (
    <Page title={t('register.import.title')} lead={previewId || importId ? undefined : t('register.import.lead')}>
      {importId ? (
        <Finished importId={importId as ImportId} />
      ) : previewId ? (
        <Previewing key={previewId} previewId={previewId as PreviewId} />
      ) : (
        <ChooseFile onSent={(id) => go(`${here}?${new URLSearchParams({ preview: id })}`)} />
      )}
      {!previewId && !importId && <EarlierImports />}
    </Page>
  );
}

function Previewing({ previewId }: { readonly previewId: PreviewId }): ReactElement {
  const t = useText();
  const go = useGo();
  const send = useSend();
  const { community } = useMe();
  const { report, reading, problem, correct } = usePreview(community.id, previewId);
  // One id for every try: saying it again after a lost answer imports once.
  const [importId] = useState(() => freshId() as ImportId);
  const [importing, setImporting] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);

  const agree = async (decisions: ImportDecisions) => {
    if (!report) return;
    setRefused(null);
    setImporting(true);
    const reply = await send(importLedger, { importId, previewId, revision: report.revision, decisions });
    setImporting(false);
    if (reply.status === 'accepted' || (reply.status === 'refused' && reply.problem.code === 'register.alreadyImported'))
      go(`${here}?${new URLSearchParams({ done: importId })}`);
    else setRefused(reply.status === 'refused' ? reply.problem : { code: 'register.importFailed', kind: 'conflict' });
  };
  const discard = async () => {
    await ask(`/api/v1/register/preview/${previewId}/drop`, { method: 'POST', body: { community: community.id } });
    go(here);
  };

  if (importing) return <Importing importId={importId} />;
  if (report)
    return (
      <Review
        key={report.revision}
        report={report}
        busy={reading !== null}
        problem={refused ?? problem}
        onCorrect={correct}
        onAgree={(decisions) => void agree(decisions)}
        onDiscard={() => void discard()}
      />
    );
  if (problem)
    return (
      <div className="b-rows">
        <Unwritten problem={problem} />
        <div>
          <Button onClick={() => go(here)}>{t('register.import.other')}</Button>
        </div>
      </div>
    );
  const { done, total } = reading ?? { done: 0, total: 0 };
  return (
    <section className="b-card b-rows" aria-live="polite">
      <ProgressBar
        label={t('register.import.reading')}
        value={done}
        max={Math.max(1, total)}
        words={total > 0 ? t('register.import.rowsRead', { done, total }) : t('register.import.opening')}
      />
      <p className="b-soft">{t('register.import.notYet')}</p>
    </section>
  );
}

const everyMs = 300;

function Importing({ importId }: { readonly importId: ImportId }): ReactElement {
  const t = useText();
  const { community } = useMe();
  const [share, setShare] = useState<Share>({ done: 0, total: 0 });
  useEffect(() => {
    const look = async () => {
      const answer = await ask<Share>(`/api/v1/register/import/${importId}/progress?${new URLSearchParams({ community: community.id })}`);
      // Before it begins and after it has ended there is nothing to tell.
      if (answer.ok && answer.value.total > 0) setShare(answer.value);
    };
    const timer = setInterval(() => void look(), everyMs);
    return () => clearInterval(timer);
  }, [community.id, importId]);
  return (
    <section className="b-card b-rows" aria-live="polite">
      <ProgressBar
        label={t('register.import.writing')}
        value={share.done}
        max={Math.max(1, share.total)}
        words={share.total > 0 ? t('register.import.parts', { done: share.done, total: share.total }) : t('register.import.comparing')}
      />
      <p className="b-soft">{t('register.import.wholly')}</p>
    </section>
  );
}

function Finished({ importId }: { readonly importId: ImportId }): ReactElement {
  const t = useText();
  const { rows, problem } = useQueryRows(imports, {});
  const row = rows.find(({ id }) => id === importId);
  if (problem) return <ProblemNote problem={problem} />;
  return (
    <section className="b-card b-rows" role="status">
      <h2>
        {row?.undoneAt ? (
          <StatusMark is="stopped" word={t('register.import.takenBack')} />
        ) : (
          <StatusMark is="done" word={t('register.import.done')} />
        )}
      </h2>
      {row && <ImportFigures row={row} />}
      <div className="b-line">
        <Go to="/register">{t('register.import.toRegister')}</Go>
        <Go to="/register/duplicates">{t('register.import.toDuplicates')}</Go>
        <Go to={here}>{t('register.import.another')}</Go>
      </div>
      {row && !row.undoneAt && <UndoButton importId={row.id} residents={row.residentsAdded} />}
    </section>
  );
}
