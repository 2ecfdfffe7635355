import { adam } from './adam.ts';

export default () => adam({ biasCorrection: false });
