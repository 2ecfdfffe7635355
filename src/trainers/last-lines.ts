/** Keeps the last `limit` lines of a stream, for error messages. */
export class LastLines {
  readonly #limit: number;
  readonly #lines: string[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > this.#limit) this.#lines.shift();
  }

  text(): string {
    return this.#lines.map((line) => `  ${line}`).join('\n');
  }
}
