import { kinds, methodNamed } from '../../predictions/index.ts';
import { quote } from '../problems.ts';
import { typeOf, type Check, type Remark } from './parts.ts';

type Fields = Readonly<Record<string, unknown>>;

const hasMargin = ({ by, margin }: Fields): boolean => by !== undefined || margin !== undefined;

/**
 * What a time that may be cut off asks of a prediction: it has no mean of its own that another measure could be held
 * against, and no partial correlation; only a difference of restricted means takes a method.
 */
export const timesFit: Check = ({ measures, predictions }) =>
  predictions.flatMap(({ prediction, path }): readonly Remark[] => {
    const fields = prediction as unknown as Fields;
    const isTime = (field: string) =>
      typeof fields[field] === 'string' && typeOf(measures, fields[field]) === 'time';
    const named = (kinds[prediction.kind].measures ?? []).filter(isTime).map((field) => ({
      path: `${path}.${field}`,
      message: `expected a measure that every run has, got ${quote(fields[field])}, a time that may be cut off; declare a comparison of arms, or \`reaches\` with the same target`,
    }));
    const partial =
      fields['given'] !== undefined && ['measure', 'with', 'given'].some(isTime)
        ? [
            {
              path: `${path}.given`,
              message: `expected none: a time that may be cut off has ranks and no partial correlation, got ${quote(fields['given'])}`,
            },
          ]
        : [];
    const free = hasMargin(fields) && prediction.scale !== 'ratio';
    const asked = methodNamed(prediction);
    const method =
      isTime('measure') && asked !== undefined && !free
        ? [
            {
              path: `${path}.method`,
              message: `expected none: times have tests of their own, but for a margin on the scale "difference", got ${quote(asked)}`,
            },
          ]
        : [];
    return [...named, ...partial, ...method];
  });
