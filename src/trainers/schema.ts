import { z } from 'zod';

/** How an external trainer is started and how long it may take. */
export const trainerSchema = z.strictObject({
  /**
   * Program and arguments; the first is looked up on the PATH. Relative paths are relative to the file that names it.
   */
  command: z.array(z.string().min(1)).min(1),
  /** Where it starts, relative to the file that names it; the directory of that file when absent. */
  directory: z.string().min(1).optional(),
  /** Files whose content belongs to the run's identity: a change to them trains anew. */
  files: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
  /** Seconds until the hand-shake. */
  startTimeout: z.number().positive().default(60),
  /** Seconds between two lines of a running job. */
  idleTimeout: z.number().positive().default(300),
  /** Anything the trainer wants to know; sent with each job. */
  options: z.unknown().optional(),
});

export type TrainerSpec = z.input<typeof trainerSchema>;
export type ResolvedTrainerSpec = z.output<typeof trainerSchema>;
