import {
  gradientCovarianceTrace,
  gradientSignalToNoise,
  hessianCovarianceCosine,
  hessianCovarianceRatio,
  noiseScale,
} from './covariance-measures.ts';
import type { MeasureDefinition } from './definition.ts';
import { excessLoss } from './excess-loss.ts';
import { gradientNoise } from './gradient-noise.ts';
import {
  hessianFrobeniusNorm,
  hessianLargestEigenvalue,
  hessianSpectralDensity,
} from './hessian-spectrum.ts';
import { hessianTrace } from './hessian-trace.ts';
import { onLandscapes } from './landscape-data.ts';
import { parameter, parameterAbove } from './parameter-measures.ts';
import { calibrationError, cleanLabelAccuracy, flippedLabelAccuracy } from './prediction-measures.ts';
import { recordMeasures } from './record-measures.ts';
import type { MeasureKind } from './schema.ts';
import { epsilonSharpness, lineSharpness, randomDirectionSharpness } from './sharpness-measures.ts';
import { distanceFromStart, weightNorm } from './weight-measures.ts';

/** Every measure that a hypothesis may ask for. A kind of the schema without a row does not compile. */
export const measureDefinitions: { readonly [K in MeasureKind]: MeasureDefinition<K> } = {
  ...recordMeasures,
  parameter,
  parameterAbove,
  weightNorm,
  distanceFromStart,
  hessianTrace: onLandscapes(hessianTrace),
  hessianLargestEigenvalue: onLandscapes(hessianLargestEigenvalue),
  hessianFrobeniusNorm: onLandscapes(hessianFrobeniusNorm),
  hessianSpectralDensity: onLandscapes(hessianSpectralDensity),
  gradientCovarianceTrace,
  hessianCovarianceCosine,
  hessianCovarianceRatio,
  noiseScale,
  gradientSignalToNoise,
  gradientNoise,
  excessLoss: onLandscapes(excessLoss),
  epsilonSharpness: onLandscapes(epsilonSharpness),
  lineSharpness: onLandscapes(lineSharpness),
  randomDirectionSharpness: onLandscapes(randomDirectionSharpness),
  flippedLabelAccuracy,
  cleanLabelAccuracy,
  calibrationError,
};
