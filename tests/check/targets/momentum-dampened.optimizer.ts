import { heavyBall } from './heavy-ball.ts';

export default () => heavyBall({ dampening: 0.9 });
