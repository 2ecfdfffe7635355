import type { Trial } from './plan-target.ts';
import type { Training } from './train-cases.ts';

/** What a check and a recording are made with. */
export interface CheckOptions extends Trial, Training {}
