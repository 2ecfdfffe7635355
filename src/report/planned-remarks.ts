import type { Problem } from '../errors.ts';
import type { AnalysisPlan, TablePlan } from '../plan/types.ts';

/** Arms that are trained eagerly, each with the reason why it was not traced. */
export const eagerArms = ({ eager = {} }: Pick<AnalysisPlan, 'eager'>): readonly Problem[] =>
  Object.entries(eager).map(([arm, reason]) => ({
    path: `arms.${arm}`,
    message: `trained eagerly, by TensorFlow.js as it is: ${reason}`,
  }));

/**
 * What is known of a hypothesis before anything is trained: which arms are trained eagerly, and of which measures an
 * arm will have no number, whatever its runs do.
 *
 * @example plannedRemarks(analysis, table)
 * // [{ path: 'arms.hidden', message: 'there will be no hessianTraceCurve: the arm is trained eagerly, …' }]
 */
export function plannedRemarks(
  analysis: Pick<AnalysisPlan, 'eager'>,
  { jobs }: Pick<TablePlan, 'jobs'>,
): readonly Problem[] {
  const lacking = Object.entries(jobs).flatMap(([arm, measures]) =>
    Object.entries(measures).flatMap(([measure, seeds]) => {
      const reasons = Object.values(seeds).map((cell) =>
        typeof cell === 'string' ? undefined : cell.missing,
      );
      return reasons.length > 0 && reasons.every((reason) => reason !== undefined)
        ? [{ path: `arms.${arm}`, message: `there will be no ${measure}: ${reasons[0]}` }]
        : [];
    }),
  );
  return [...eagerArms(analysis), ...lacking];
}
