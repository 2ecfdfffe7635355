import { associationCases } from './associations.ts';
import type { CalibrationCase } from './case.ts';
import { confidenceSequenceCases } from './confidence-sequences.ts';
import { designCases } from './designs.ts';
import { effectSizeCases } from './effect-sizes.ts';
import { energyCases } from './energy.ts';
import { overBlocksCases } from './over-blocks.ts';
import { rareCollapseCases } from './rare-collapse.ts';
import { rareJumpCases } from './rare-jumps.ts';
import { rateVerdictCases } from './rate-verdicts.ts';
import { rateCases } from './rates.ts';
import { plannedPowerCases } from './planned-power.ts';
import { rankCorrelationCases } from './rank-correlations.ts';
import { severalArmCases } from './several-arms.ts';
import { slopeCases } from './slopes.ts';
import { timeVerdictCases } from './time-verdicts.ts';
import { timeCases } from './times.ts';
import { trendCases } from './trends.ts';
import { twoArmCases } from './two-arms.ts';
import { verdictOverBlocksCases } from './verdicts-over-blocks.ts';
import { verdictCases } from './verdicts.ts';

/** Everything that `npm run calibrate` measures. A new method adds its cases here. */
export const calibrationCases: readonly CalibrationCase[] = [
  ...twoArmCases,
  ...rateCases,
  ...effectSizeCases,
  ...trendCases,
  ...associationCases,
  ...slopeCases,
  ...rankCorrelationCases,
  ...designCases,
  ...confidenceSequenceCases,
  ...energyCases,
  ...timeCases,
  ...severalArmCases,
  ...overBlocksCases,
  ...plannedPowerCases,
  ...verdictCases,
  ...timeVerdictCases,
  ...rateVerdictCases,
  ...verdictOverBlocksCases,
  ...rareJumpCases,
  ...rareCollapseCases,
];
