import { heavyBall } from './heavy-ball.ts';

export default () => heavyBall({ rateFactor: 1.1 });
