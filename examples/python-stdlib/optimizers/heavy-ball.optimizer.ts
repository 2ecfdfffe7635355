/** An optimizer that lives in a program of one's own: `assay check` trains through it. */
export default {
  command: ['python3', '../train.py'],
  optimizer: { kind: 'heavy-ball', momentum: 0.9 },
} as const;
