import { heavyBall } from './heavy-ball.ts';

export default () => heavyBall({ slot: 'buffer' });
