// How many seeds does a comparison take? `optimizer-assay/statistics`, on the numbers of a pilot.
import {
  differences,
  equivalent,
  powerPaired,
  sampleSize,
  standardDeviation,
} from 'optimizer-assay/statistics';
import { finalLoss } from './trainer.js';

const pilot = Array.from({ length: 8 }, (_, seed) => seed);
const plain = pilot.map((seed) => finalLoss({ seed, rate: 0.1 }));
const momentum = pilot.map((seed) => finalLoss({ seed, rate: 0.01, momentum: 0.9 }));

const design = {
  difference: 0, // if they are equivalent
  standardDeviation: standardDeviation(differences(plain, momentum)),
  region: equivalent(0.01),
};
console.log(`power ${powerPaired(8, design).toFixed(2)} with 8 seeds`);
console.log(`${sampleSize(0.9, (n) => powerPaired(n, design))} seeds for power 0.9`);
