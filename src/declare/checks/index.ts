import { controlsCanFail, controlsTrainAlike } from '../lint/controls.ts';
import {
  bracketsAreNarrow,
  controlsDifferFromPredictions,
  equivalencesHaveContrasts,
} from '../lint/designs.ts';
import { armsSuffice, batchesFit, workloadFits } from './design.ts';
import { groupsSuffice } from './groups.ts';
import { correlationsReachable, levelsSuffice } from './levels.ts';
import { fieldsFit, ratioMarginsExceedOne } from './margins.ts';
import { examplesSuffice, pairedArmsExist } from './measures.ts';
import { armsExist, covariatesExist, measureNamesDiffer, measuresDiffer, measuresExist } from './names.ts';
import { ratesFit } from './rates.ts';
import { remarksOn as remarksBy } from './over.ts';
import type { Check, Remark } from './parts.ts';
import { replicatesCanDecide } from './replicates.ts';
import { timesFit } from './times.ts';
import { remarksOnVariants } from './variants.ts';

/** Every rule between the fields of a hypothesis, in the order in which problems are told. */
const checks: readonly Check[] = [
  armsSuffice,
  armsExist,
  groupsSuffice,
  measuresExist,
  measureNamesDiffer,
  measuresDiffer,
  pairedArmsExist,
  examplesSuffice,
  covariatesExist,
  levelsSuffice,
  correlationsReachable,
  ratioMarginsExceedOne,
  fieldsFit,
  ratesFit,
  timesFit,
  replicatesCanDecide,
  batchesFit,
  workloadFits,
  controlsCanFail,
  controlsTrainAlike,
  equivalencesHaveContrasts,
  bracketsAreNarrow,
  controlsDifferFromPredictions,
];

const rulesOn = (value: object): readonly Remark[] => remarksBy(value, checks);

/**
 * What the rules say of anything that claims to be a hypothesis, each of its blocks and of its variants written out.
 */
export const remarksOn = (value: object): readonly Remark[] => [
  ...rulesOn(value),
  ...remarksOnVariants(value, rulesOn),
];
