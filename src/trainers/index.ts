export { PROTOCOL_VERSION, answerSchema, parseAnswer } from './protocol.ts';
export type {
  Answer,
  Request,
  TrainerIdentity,
  TrainerJob,
  TrainerMetrics,
  TrainerResult,
} from './protocol.ts';
export { trainerSchema } from './schema.ts';
export type { ResolvedTrainerSpec, TrainerSpec } from './schema.ts';
export { TrainerProcess } from './trainer-process.ts';
