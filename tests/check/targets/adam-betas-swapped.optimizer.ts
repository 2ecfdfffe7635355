import { adam } from './adam.ts';

export default () => adam({ beta1: 0.999, beta2: 0.9 });
