/** The part of cli-progress that is used here; the package brings no types. */
declare module 'cli-progress' {
  interface Options {
    format: string;
    stream: NodeJS.WritableStream;
    clearOnComplete: boolean;
    hideCursor: boolean;
    linewrap: boolean;
    barsize: number;
    gracefulExit: boolean;
  }

  type Payload = Readonly<Record<string, string>>;

  export class SingleBar {
    constructor(options: Options, preset: object);
    readonly isActive: boolean;
    start(total: number, value: number, payload: Payload): void;
    update(value: number, payload: Payload): void;
    stop(): void;
  }

  export const Presets: Readonly<Record<'shades_classic', object>>;
}
