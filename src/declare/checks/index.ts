import { armsSuffice, batchesFit, covariatesVary, workloadFits } from './design.ts';
import { equivalenceHasMustDiffer, fieldsFit, ratioMarginsExceedOne } from './margins.ts';
import { examplesSuffice, pairedArmsExist } from './measures.ts';
import { armsExist, covariatesExist, measureNamesDiffer, measuresExist } from './names.ts';
import type { Check } from './parts.ts';
import { ratesFit } from './rates.ts';
import { replicatesCanDecide } from './replicates.ts';

export { partsOf } from './parts.ts';

/** Every rule between the fields of a hypothesis, in the order in which problems are told. */
export const checks: readonly Check[] = [
  armsSuffice,
  armsExist,
  measuresExist,
  measureNamesDiffer,
  pairedArmsExist,
  examplesSuffice,
  covariatesExist,
  covariatesVary,
  ratioMarginsExceedOne,
  fieldsFit,
  ratesFit,
  replicatesCanDecide,
  batchesFit,
  workloadFits,
  equivalenceHasMustDiffer,
];
