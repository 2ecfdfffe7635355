import cyclesAlternate from '../../hypotheses/three-factors/cycles-alternate-width.hypothesis.ts';
import discretizationError from '../../hypotheses/three-factors/discretization-error.hypothesis.ts';
import enoughNoise from '../../hypotheses/three-factors/enough-noise-reduces-memorization.hypothesis.ts';
import equalRatio from '../../hypotheses/three-factors/equal-ratio-equal-minima.hypothesis.ts';
import centralLimit from '../../hypotheses/three-factors/gradient-noise-central-limit.hypothesis.ts';
import higherAndSharper from '../../hypotheses/three-factors/higher-and-sharper-is-never-favoured.hypothesis.ts';
import hessianIsCovariance from '../../hypotheses/three-factors/hessian-is-gradient-covariance.hypothesis.ts';
import losesNothing from '../../hypotheses/three-factors/larger-ratio-loses-nothing.hypothesis.ts';
import widerMinima from '../../hypotheses/three-factors/larger-ratio-wider-minima.hypothesis.ts';
import lineBetween from '../../hypotheses/three-factors/line-between-minima.hypothesis.ts';
import noiseVariance from '../../hypotheses/three-factors/noise-variance-is-the-third-factor.hypothesis.ts';
import ornsteinUhlenbeck from '../../hypotheses/three-factors/ornstein-uhlenbeck.hypothesis.ts';
import ratioNotSquareRoot from '../../hypotheses/three-factors/ratio-not-square-root.hypothesis.ts';
import sameEquation from '../../hypotheses/three-factors/same-ratio-same-equation.hypothesis.ts';
import samePath from '../../hypotheses/three-factors/same-ratio-same-path-of-a-net.hypothesis.ts';
import schedules from '../../hypotheses/three-factors/schedules-interchangeable.hypothesis.ts';
import smallDataBreaks from '../../hypotheses/three-factors/small-data-breaks-earlier-mlp.hypothesis.ts';
import stationaryLaw from '../../hypotheses/three-factors/stationary-law.hypothesis.ts';
import type { Mutant } from './mutate.ts';

/** For each statement of "Three Factors Influencing Minima in SGD" an experiment that no longer shows it. */
export const threeFactors: Readonly<Record<string, Mutant>> = {
  'R1, equal ratios': {
    says: 'the arm that keeps η/S keeps η/√S',
    original: ratioNotSquareRoot,
    path: 'arms.linear.learningRate',
    becomes: 0.05,
    verdict: 'invalid',
    seeds: 6,
  },
  'R1, its control': {
    says: 'the arm that must differ has the batch size of the arm that it must differ from',
    original: equalRatio,
    path: 'arms.otherRatio.batchSize',
    becomes: 16,
    verdict: 'invalid',
    seeds: 3,
  },
  'R2, one equation': {
    says: 'the batch size does not follow the rate',
    original: sameEquation,
    path: 'arms.fast.batchSize',
    becomes: 10,
    verdict: 'refuted',
    seeds: 16,
  },
  'R2, path of a net': {
    says: 'the arm of the larger rate has an eighth of the ratio',
    original: samePath,
    path: 'arms.double.batchSize',
    becomes: 256,
    verdict: 'refuted',
    seeds: 16,
  },
  'R3, schedules': {
    says: 'the batch size cycles at the small end of the rates, not at the large one',
    original: schedules,
    path: 'arms.batch.learningRate',
    becomes: 0.02,
    verdict: 'refuted',
    seeds: 10,
  },
  'R4, width': {
    says: 'all arms train for as many epochs, so that the training loss is not matched',
    original: widerMinima,
    path: 'stop',
    becomes: { kind: 'epochs', epochs: 2 },
    verdict: 'invalid',
    seeds: 3,
  },
  'R5, quadratic bowl': {
    says: 'the excess loss is said to grow as the root of the ratio',
    original: ornsteinUhlenbeck,
    path: 'predictions.0.exponent',
    becomes: 0.5,
    verdict: 'refuted',
    seeds: 16,
  },
  'R6, Hessian and covariance': {
    says: 'no label is drawn from the model',
    original: hessianIsCovariance,
    path: 'workload.data.wrong',
    becomes: true,
    verdict: 'invalid',
    seeds: 3,
  },
  'R7, generalization': {
    says: 'the arm of larger ratio stops at ten times the loss, so that it is not fitted as closely',
    original: losesNothing,
    path: 'arms.peak.stop.below',
    becomes: 0.5,
    verdict: 'invalid',
    seeds: 3,
  },
  'R8, large rates': {
    says: 'the break is said to lie where the rate is a tenth of the inverse curvature or less',
    original: discretizationError,
    path: 'predictions.0.between',
    becomes: [0.05, 0.1],
    verdict: 'refuted',
    seeds: 16,
  },
  'R9, central limit': {
    says: 'the batch near the size of the data is an eighth of it',
    original: centralLimit,
    path: 'measures.5.batchSize',
    becomes: 128,
    verdict: 'refuted',
  },
  'the third factor': {
    says: 'more variance of the gradient noise is said to lead to sharper minima',
    original: noiseVariance,
    path: 'predictions.0.direction',
    becomes: 'increasing',
    verdict: 'refuted',
    seeds: 8,
  },
  'theorem 1, the stationary law': {
    says: 'a quarter of the runs is said to lie beyond the lowest quartile',
    original: stationaryLaw,
    path: 'measures.2.threshold',
    becomes: 0.547,
    verdict: 'refuted',
    seeds: 256,
  },
  'theorem 2, higher and sharper': {
    says: 'the sharp minimum is the lower one',
    original: higherAndSharper,
    path: 'workload.model.depths',
    becomes: [0, 0.6],
    verdict: 'refuted',
    seeds: 100,
  },
  'line between minima': {
    says: 'the arm of the small rate has the rate of the base',
    original: lineBetween,
    path: 'arms.smallRate.learningRate',
    becomes: 0.1,
    verdict: 'invalid',
    seeds: 3,
  },
  'size of the data': {
    says: 'the arm of few images at β = 8 has as many as the many',
    original: smallDataBreaks,
    path: 'arms.few8.workload',
    becomes: { data: smallDataBreaks.workload.data },
    verdict: 'refuted',
    seeds: 8,
  },
  memorization: {
    says: 'the arm of more noise has no more noise',
    original: enoughNoise,
    path: 'arms.higher.batchSize',
    becomes: 50,
    verdict: 'refuted',
    seeds: 4,
  },
  'cycles of width': {
    says: 'the cyclic rate does not cycle',
    original: cyclesAlternate,
    path: 'arms.rate.learningRate',
    becomes: 0.06,
    verdict: 'refuted',
    seeds: 6,
  },
};
