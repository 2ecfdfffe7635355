// Loaded before the fuzzer's child: it dies by a signal where its second program begins, as native code may.
if (process.send !== undefined) {
  const send = process.send.bind(process);
  process.send = (news, told) =>
    news.begins === 1 ? send(news, () => process.kill(process.pid, 'SIGKILL')) : send(news, told);
}
