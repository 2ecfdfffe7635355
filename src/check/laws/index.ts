// Laws that targets are tried on.
export { checkDeclared, checkEqual, checkMicroBatches } from './declared.ts';
export { checkLaws } from './invariances.ts';
export { checkRestored, tryRestoring, type Restoring } from './restored.ts';
export { checkStandingLaws, movesOf, type Moves } from './standing.ts';
