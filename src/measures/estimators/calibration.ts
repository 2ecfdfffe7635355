/** What calibration is computed from: one prediction a row. */
export interface Prediction {
  /** Probability of the predicted class. */
  readonly confidence: number;
  readonly correct: boolean;
}

/**
 * Expected calibration error over bins of equal width: Σ_b (n_b / n) |accuracy_b − confidence_b|, in [0, 1].
 * A confidence of exactly k/bins belongs to the bin below it.
 *
 * @throws RangeError without predictions
 * @see Guo, Pleiss, Sun & Weinberger 2017, equation 3
 * @example calibrationError([{ confidence: 0.8, correct: true }], 15) // 0.2
 */
export function calibrationError(predictions: readonly Prediction[], bins: number): number {
  if (predictions.length === 0)
    throw new RangeError('Cannot compute a calibration error: expected at least one prediction, got none');
  const gaps = new Float64Array(bins);
  for (const { confidence, correct } of predictions) {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    gaps[bin]! += (correct ? 1 : 0) - confidence;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / predictions.length;
}
