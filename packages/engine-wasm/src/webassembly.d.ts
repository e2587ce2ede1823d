/*
 * The part of WebAssembly's JavaScript API that is used here. TypeScript declares it in the DOM library only. This
 * package does not use the DOM library, because it runs in Node too.
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
