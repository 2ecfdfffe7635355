import {
  gradientCovarianceTrace,
  gradientSignalToNoise,
  hessianCovarianceCosine,
  hessianCovarianceRatio,
  noiseScale,
} from './kinds/covariance-measures.ts';
import { alongRun } from './kinds/along-run.ts';
import { custom } from './kinds/custom-measure.ts';
import type { MeasureDefinition } from './definition.ts';
import { excessLoss } from './kinds/excess-loss.ts';
import { gradientNoise } from './kinds/gradient-noise.ts';
import {
  hessianFrobeniusNorm,
  hessianIdentityCosine,
  hessianLargestEigenvalue,
  hessianSpectralDensity,
} from './kinds/hessian-spectrum.ts';
import { hessianTrace } from './kinds/hessian-trace.ts';
import { testAccuracyAtMemorization } from './kinds/memorization.ts';
import { onLandscapes } from './net/landscape-data.ts';
import { parameter, parameterAbove } from './kinds/parameter-measures.ts';
import { calibrationError, cleanLabelAccuracy, flippedLabelAccuracy } from './kinds/prediction-measures.ts';
import { recordMeasures } from './kinds/record-measures.ts';
import type { MeasureKind } from './schema.ts';
import { epsilonSharpness, lineSharpness, randomDirectionSharpness } from './kinds/sharpness-measures.ts';
import { distanceFromStart, weightNorm } from './kinds/weight-measures.ts';

const [trace, largestEigenvalue] = [onLandscapes(hessianTrace), onLandscapes(hessianLargestEigenvalue)];

/** Every measure that a hypothesis may ask for. A kind of the schema without a row does not compile. */
export const measureDefinitions: { readonly [K in MeasureKind]: MeasureDefinition<K> } = {
  ...recordMeasures,
  parameter,
  parameterAbove,
  weightNorm,
  distanceFromStart,
  hessianTrace: trace,
  hessianLargestEigenvalue: largestEigenvalue,
  hessianTraceCurve: alongRun('hessianTraceCurve', trace),
  hessianLargestEigenvalueCurve: alongRun('hessianLargestEigenvalueCurve', largestEigenvalue),
  hessianFrobeniusNorm: onLandscapes(hessianFrobeniusNorm),
  hessianIdentityCosine,
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
  flippedLabelAccuracyCurve: alongRun('flippedLabelAccuracyCurve', flippedLabelAccuracy),
  cleanLabelAccuracy,
  testAccuracyAtMemorization,
  calibrationError,
  custom,
};
