import { heavyBall } from './heavy-ball.ts';

export const own = heavyBall();

export default {
  variants: {
    plain: { kind: 'sgd' },
    'momentum of 0': { kind: 'heavy-ball', momentum: 0 },
    own,
  },
  same: [['momentum of 0', 'plain']],
};
