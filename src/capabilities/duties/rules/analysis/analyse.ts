import type { Duty } from '../../model.ts';
import { brokenChains, gapsOf, limitedAccountables } from './gaps.ts';
import { type Load, loadOf } from './load.ts';
import { type LossTable, lossTable, type Occasion } from './losses.ts';
import { type Assumptions, type Finding, type Situation, severities } from './model.ts';
import { type Reach, reachOf } from './reach.ts';
import { agreementFindings, standingFindings } from './standing.ts';
import { loadFindings, lossFindings } from './strain.ts';

export interface Analysis {
  readonly findings: readonly Finding[];
  readonly load: Load;
  readonly losses: LossTable;
  readonly reach: Reach;
}

/** Everything that is wrong with who answers for what, for one occasion: level and hazard. The gravest findings first. */
export function analyse(situation: Situation, duties: readonly Duty[], occasion: Occasion, assumptions: Assumptions): Analysis {
  const reach = reachOf(situation, duties);
  const load = loadOf(reach, occasion, assumptions);
  const losses = lossTable(reach, occasion, assumptions);
  const findings = [
    ...reach.duties.flatMap((of) => [...gapsOf(reach, of, assumptions), ...limitedAccountables(of)]),
    ...brokenChains(reach),
    ...lossFindings(reach, losses),
    ...standingFindings(reach, assumptions),
    ...agreementFindings(reach),
    ...loadFindings(reach, load, assumptions),
  ];
  findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return { findings, load, losses, reach };
}
