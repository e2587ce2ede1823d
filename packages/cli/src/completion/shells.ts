/** The shells whose command lines can be completed; each is loaded when it is asked for. */
export const shells = {
  bash: async () => (await import('./bash.ts')).bashCompletion,
  zsh: async () => (await import('./zsh.ts')).zshCompletion,
  fish: async () => (await import('./fish.ts')).fishCompletion,
};

export type Shell = keyof typeof shells;
