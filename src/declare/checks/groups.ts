import { armsOfGroup } from '../../predictions/index.ts';
import { quote } from '../problems.ts';
import type { Check } from './parts.ts';

/** Arms that a group needs for a peak inside it. */
const FEWEST = 3;

/** A group of arms, by names or by a pattern, is long enough to have a best place inside. */
export const groupsSuffice: Check = ({ arms, predictions }) => {
  const all = Object.keys(arms);
  return predictions.flatMap(({ prediction, path }) => {
    if (!('groups' in prediction)) return [];
    return prediction.groups.flatMap((group, index) => {
      const members = armsOfGroup(group, all);
      if (members.length >= FEWEST) return [];
      const fitted = members.length === 0 ? 'none' : members.join(', ');
      return [
        {
          path: `${path}.groups[${index}]`,
          message: `expected ${FEWEST} arms or more, got ${quote(group)}${typeof group === 'string' ? `, which fits ${fitted} of ${all.join(', ')}` : ''}`,
        },
      ];
    });
  });
};
