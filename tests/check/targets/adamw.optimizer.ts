import { adam } from './adam.ts';

export default () => adam({ decay: 'decoupled' });
