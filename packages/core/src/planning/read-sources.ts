import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Content, Contents, Source, SourceReader } from '../contracts/sources.ts';
import { LabError, messageOf } from '../errors.ts';

/**
 * Reads files, each once.
 *
 * @throws LabError of kind `config` naming the key and the file that cannot be read
 */
export async function readSources(sources: readonly Source[], reader: SourceReader): Promise<Contents> {
  const keys = new Map(sources.map(({ location, key }) => [location, key]));
  return new Map(
    await Promise.all(
      Array.from(keys, async ([location, key]) => [location, await readSource(location, key, reader)] as const),
    ),
  );
}

/**
 * Reads again the files that a run has read.
 *
 * @param hashes the SHA-256 of each at the start of the run, by its key; a file without one is not compared
 * @throws LabError of kind `config` naming the key and the file that cannot be read or has changed, with its SHA-256
 */
export async function readSourcesAgain(
  sources: readonly Source[],
  hashes: Readonly<Record<string, string>>,
  reader: SourceReader,
): Promise<Contents> {
  const contents = new Map<string, Content>();
  for (const { key, location } of sources) {
    const then = hashes[key];
    const content = await readSource(location, key, reader).catch((error: unknown) => {
      throw then === undefined ? error : new LabError('config', `${messageOf(error)}; its SHA-256 was ${then}`);
    });
    if (then !== undefined && content.sha256 !== then) {
      const change = `its SHA-256 was ${then} and is ${content.sha256}`;
      throw new LabError('config', `${key}: ${location} has changed since the run began (${change})`);
    }
    contents.set(location, content);
  }
  return contents;
}

async function readSource(location: string, key: string, reader: SourceReader): Promise<Content> {
  let bytes: Uint8Array;
  try {
    bytes = await reader.read(location);
  } catch (error) {
    throw new LabError('config', `${key}: ${location} cannot be read (${messageOf(error)})`, { cause: error });
  }
  return contentOf(bytes);
}

/** The bytes of a file with their hash. */
export function contentOf(bytes: Uint8Array): Content {
  return { bytes, sha256: bytesToHex(sha256(bytes)) };
}
