import { adam } from './adam.ts';

export default () => adam({ stepOffset: 1 });
