/** torch.optim.SGD with momentum; PYTHON names the interpreter of an environment that has PyTorch. */
export default {
  command: [process.env['PYTHON'] ?? 'python3', '../train.py'],
  optimizer: { kind: 'heavy-ball', momentum: 0.9 },
};
