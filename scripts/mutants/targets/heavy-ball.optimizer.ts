export default { kind: 'heavy-ball', momentum: 0.9 };
