/*
 * The little of WebAssembly's JavaScript API that is used here. TypeScript has it in the DOM library only, which this
 * package does not take in, because it runs in Node as well as in browsers.
 */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    static imports(
      module: Module,
    ): readonly { readonly module: string; readonly name: string; readonly kind: string }[];
    static exports(module: Module): readonly { readonly name: string; readonly kind: string }[];
  }

  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
  }

  interface Instance {
    readonly exports: unknown;
  }

  function validate(bytes: Uint8Array): boolean;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, Memory>>): Promise<Instance>;
}

declare function atob(base64: string): string;
