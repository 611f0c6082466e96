import { type ReactElement, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { verifyHousehold } from '../commands.ts';
import { removeContact } from '../commands-care.ts';
import { householdId } from '../model.ts';
import { type HouseholdPage, household } from '../queries.ts';
import { vulnerabilityOf } from '../rules/vulnerability.ts';
import { ContactForm, ResidentForm } from './forms.tsx';
import { PersonCard } from './PersonCard.tsx';
import styles from './Register.module.css';
import { useReasons } from './words.ts';

interface Props {
  readonly id: string;
  readonly onClose: () => void;
  /** Opens another household, e.g. that of a carer. */
  readonly onOpen: (household: string) => void;
}

/** One household: who lives there, what they need, whom to ring, when someone last looked, and who may see what. */
export function HouseholdPanel({ id, onClose, onOpen }: Props): ReactElement {
  const t = useText();
  const known = householdId.safeParse(id);
  const { rows, version, loading, problem } = useQueryRows(household, { id: known.success ? known.data : (id as never) }, { when: known.success });
  const [row] = rows;
  if (row?.id === id) return <Shown row={row} seen={version} onClose={onClose} onOpen={onOpen} />;
  return (
    <SidePanel title={t('register.household')} onClose={onClose}>
      {problem ? <ProblemNote problem={problem} /> : loading ? <Loading /> : <Empty title={t('register.notHere')} text={t('register.notHereText')} />}
    </SidePanel>
  );
}

function Shown({
  row,
  seen,
  onClose,
  onOpen,
}: {
  readonly row: HouseholdPage;
  /** The community's version that the row shows. */
  readonly seen: number;
  readonly onClose: () => void;
  readonly onOpen: (household: string) => void;
}): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const [adding, setAdding] = useState<'resident' | 'contact' | null>(null);
  const done = () => setAdding(null);
  const verify = async () => {
    const result = await send(verifyHousehold, { householdId: row.id });
    if (result.status !== 'refused') toast(t('register.verifiedNow'));
  };
  return (
    <SidePanel
      title={<bdi>{row.door || t('register.doorUnknown')}</bdi>}
      onClose={onClose}
      actions={
        <>
          <DutyButton duty="register.write" leftSection={<Icon name="check" />} onClick={() => void verify()}>
            {t('register.verify')}
          </DutyButton>
          <DutyButton duty="register.write" variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding('resident')}>
            {t('register.addResident')}
          </DutyButton>
        </>
      }
    >
      <dl className={styles.facts}>
        <dt>{t('register.tenure')}</dt>
        <dd>{t(`register.tenure.${row.tenure}`)}</dd>
        <dt>{t('register.verified')}</dt>
        <dd>{row.verifiedAt ? <Ago at={row.verifiedAt} /> : t('register.never')}</dd>
        <dt>{t('register.order')}</dt>
        <dd>
          <Order row={row} />
        </dd>
      </dl>
      {adding === 'resident' && <ResidentForm household={row.id} onDone={done} />}
      <ul className={styles.list}>
        {row.residents.map((person) => (
          <PersonCard key={person.id} person={person} seen={seen} may={row.may} onOpen={onOpen} />
        ))}
      </ul>
      {row.residents.length === 0 && <p className="b-soft">{t('register.nobodyHere')}</p>}
      <section className="b-rows" aria-labelledby="contacts">
        <h3 id="contacts">{t('register.contacts')}</h3>
        <ul className={styles.list}>
          {row.contacts.map((contact) => (
            <li key={contact.id} className="b-line">
              <PersonText>{contact.name}</PersonText>
              <bdi className="b-soft">{contact.relation}</bdi>
              <a href={`tel:${contact.phone}`} dir="ltr">
                {contact.phone}
              </a>
              {row.may.write && (
                <SayButton command={removeContact} payload={{ contactId: contact.id }}>
                  {t('register.remove')}
                </SayButton>
              )}
            </li>
          ))}
        </ul>
        {adding === 'contact' ? (
          <ContactForm household={row.id} onDone={done} />
        ) : (
          <div className="b-line">
            <DutyButton duty="register.write" variant="default" leftSection={<Icon name="phone" />} onClick={() => setAdding('contact')}>
              {t('register.addContact')}
            </DutyButton>
          </div>
        )}
      </section>
      <WhoSees row={row} />
    </SidePanel>
  );
}

/** The order of the door and, for whoever may read needs, why. */
function Order({ row }: { readonly row: HouseholdPage }): ReactElement {
  const t = useText();
  const reasons = useReasons();
  const codes = row.residents.flatMap((person) => (person.needs ?? []).map((need) => need.code));
  return (
    <>
      {row.vulnerability}{' '}
      <span className="b-small b-soft">{row.may.readNeeds && codes.length > 0 ? reasons(vulnerabilityOf(codes)) : t('register.orderAdvice')}</span>
    </>
  );
}

function WhoSees({ row }: { readonly row: HouseholdPage }): ReactElement {
  const t = useText();
  const tiers = [
    { duty: 'register.read', what: t('register.tier.basic'), may: true },
    { duty: 'register.readNeeds', what: t('register.tier.needs'), may: row.may.readNeeds },
    { duty: 'register.readIdentity', what: t('register.tier.identity'), may: row.may.readIdentity },
  ];
  return (
    <details>
      <summary>{t('register.whoSees')}</summary>
      <ul className={styles.list}>
        {tiers.map(({ duty, what, may }) => (
          <li key={duty}>
            <div className="b-line">
              <StatusMark is={may ? 'done' : 'stopped'} word={t(may ? 'register.youMay' : 'register.youMayNot')} />
              <strong>{what}</strong>
            </div>
            <DutyNote duty={duty} />
          </li>
        ))}
      </ul>
    </details>
  );
}
