import { formatRounded, formatTable, type Spread } from '@sharpness-lab/core';
import type { StepDescription } from './cases.ts';
import type { BenchReport, PowerLaw, Ratio } from './report.ts';

/** The measurements, the ratios and the power laws, as plain text. */
export function formatBench({ cases, ratios, scaling }: BenchReport): string {
  const blocks = [
    formatTable([
      [...stepHeader, 'engine', 'path', 'warm-up', 'epochs', 'rounds', 'us a step', 'least', 'steps/s'],
      ...cases.map((each) => [
        ...stepCells(each),
        each.engine,
        each.path,
        String(each.warmUpEpochs),
        String(each.epochs),
        String(each.microseconds.n),
        withSpread(each.microseconds),
        rounded.format(each.microseconds.min),
        formatRounded(each.stepsPerSecond),
      ]),
    ]),
  ];
  if (ratios.length > 0) {
    blocks.push(formatTable([[...stepHeader, 'slower', 'faster', 'ratio'], ...ratios.map(ratioCells)]));
  }
  if (scaling.length > 0) blocks.push(scaling.map(formatPowerLaw).join(''));
  blocks.push(
    'us a step: microseconds of processor time, median over the rounds [first quartile, third quartile], and the least.\n' +
      'warm-up: epochs of training before the rounds; epochs: those of a round.\n',
  );
  return blocks.join('\n');
}

const stepHeader = ['figure', 'model', 'width', 'd', 'loss', 'optimizer', 'batch'];

function stepCells({ figure, model, width, dimension, loss, optimizer, batchSize }: StepDescription): string[] {
  return [figure, model, width, String(dimension), loss, optimizer, String(batchSize)];
}

function ratioCells({ slower, faster, ratio }: Ratio): string[] {
  const by = ({ engine, path }: StepDescription) => `${engine} ${path}`;
  return [...stepCells(faster), by(slower), by(faster), withSpread(ratio)];
}

function formatPowerLaw({ figure, size, values, microseconds, exponent }: PowerLaw): string {
  const points = values.map((value, i) => `${value}: ${rounded.format(microseconds[i] as number)}`);
  return `${figure}: us a step ~ ${size} ^ ${exponent.toFixed(2)} (${points.join(', ')})\n`;
}

function withSpread({ median, low, high }: Spread): string {
  return `${rounded.format(median)} [${rounded.format(low)}, ${rounded.format(high)}]`;
}

const rounded = new Intl.NumberFormat('en-US', {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
  useGrouping: false,
});
