// What was promised before runs were judged: the lock and its amendments, what was judged, and what has changed since.
export { amended, stepsTo, type Locking } from './amend.ts';
export { changesBetween } from './changes.ts';
export {
  earliestFirst,
  judgedBefore,
  rememberJudged,
  type JudgedBefore,
  type JudgedTerms,
} from './judged.ts';
export { LOCK_FILE, readLock, writeLock } from './lock-file.ts';
export type { Lock, Step } from './lock-schema.ts';
export { goneFrom, namesOf } from './lock-steps.ts';
export { registrationOf } from './registration.ts';
export { termsOf } from './terms.ts';
export type { Change, Json, Registration, Revision, Terms } from './types.ts';
