// A value over time, large: reference band below the line, dates and units on the axes, words at what is abnormal.
// It is drawn once for a phone and once for a desktop, because text in a scaled drawing would not stay readable.
import { usePage } from '../layout/page.tsx';
import type { TrendPoint } from '../view-types.ts';
import { Marker } from './marker.tsx';
import { domainOf, linearScale, type Range, ticksOf, timeTicks } from './scale.ts';

export interface ChartData {
  title: string;
  unit: string;
  points: readonly TrendPoint[];
  low: number | null;
  high: number | null;
}

interface Size {
  name: 'phone' | 'desk';
  width: number;
  height: number;
  dates: number;
}

interface Plot extends Size {
  domain: Range;
  times: Range;
  x: (at: number) => number;
  y: (value: number) => number;
}

const sizes: readonly Size[] = [
  { name: 'phone', width: 340, height: 260, dates: 3 },
  { name: 'desk', width: 860, height: 340, dates: 6 },
];
const margin = { left: 44, right: 20, top: 26, bottom: 30 };

/** The chart in both sizes; the style sheet shows one. */
export function TrendChart(data: ChartData) {
  return (
    <div class="chart" data-chart>
      {sizes.map((size) => (
        <Drawing key={size.name} data={data} plot={plotOf(data, size)} />
      ))}
    </div>
  );
}

function plotOf({ points, low, high }: ChartData, size: Size): Plot {
  const at = points.map((point) => Date.parse(point.at));
  const domain = domainOf(
    points.map((point) => Number(point.value)),
    [low, high],
  );
  const times = { low: Math.min(...at), high: Math.max(...at) };
  const x = linearScale(times, { low: margin.left + 12, high: size.width - margin.right });
  const y = linearScale(domain, { low: size.height - margin.bottom, high: margin.top });
  return { ...size, domain, times, x: times.low === times.high ? () => size.width / 2 : x, y };
}

function Drawing({ data, plot }: { data: ChartData; plot: Plot }) {
  const { t } = usePage();
  const label = t('trend.picture', { name: data.title, count: data.points.length });
  return (
    <svg class={`drawing ${plot.name}`} viewBox={`0 0 ${plot.width} ${plot.height}`} role="img" aria-label={label}>
      <Band data={data} plot={plot} />
      <Axes unit={data.unit} plot={plot} />
      <path class="line" d={linePath(data.points, plot)} />
      <Points points={data.points} unit={data.unit} plot={plot} />
    </svg>
  );
}

function Band({ data: { low, high }, plot }: { data: ChartData; plot: Plot }) {
  const { t } = usePage();
  if (low === null && high === null) return null;
  const top = high === null ? margin.top : plot.y(high);
  const bottom = low === null ? plot.height - margin.bottom : plot.y(low);
  const width = plot.width - margin.left - margin.right + 12;
  return (
    <>
      <rect class="band" x={margin.left} y={top} width={width} height={bottom - top} rx="4" />
      <text class="band-name" x={margin.left + 8} y={top + 15}>
        {t('trend.band')}
      </text>
    </>
  );
}

function Axes({ unit, plot }: { unit: string; plot: Plot }) {
  const { date } = usePage();
  const right = plot.width - margin.right + 12;
  return (
    <g class="axes">
      <text class="axis-unit" x="4" y="14">
        {unit}
      </text>
      {ticksOf(plot.domain, 5).map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={right} y1={plot.y(tick)} y2={plot.y(tick)} />
          <text class="axis-value" x={margin.left - 8} y={plot.y(tick) + 4}>
            {tick}
          </text>
        </g>
      ))}
      {timeTicks(plot.times, plot.dates).map((tick) => (
        <text key={tick} class="axis-date" x={plot.x(tick)} y={plot.height - 8}>
          {date(new Date(tick).toISOString()).slice(3)}
        </text>
      ))}
    </g>
  );
}

function linePath(points: readonly TrendPoint[], plot: Plot): string {
  return points
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${plot.x(Date.parse(point.at))} ${plot.y(Number(point.value))}`)
    .join('');
}

function Points({ points, unit, plot }: { points: readonly TrendPoint[]; unit: string; plot: Plot }) {
  const { t, date } = usePage();
  const named = namedPoints(points, plot);
  return (
    <>
      {points.map((point, index) => {
        const x = plot.x(Date.parse(point.at));
        const y = plot.y(Number(point.value));
        const word = point.flag === null ? '' : ` · ${t(`flag.${point.flag}`)}`;
        return (
          <g
            key={`${point.at} ${point.value}`}
            class="point"
            data-x={x}
            data-y={y}
            data-tip={`${date(point.at)}: ${point.value} ${unit}${word}`}
          >
            <title>{`${date(point.at)}: ${point.value} ${unit}${word}`}</title>
            <Marker x={x} y={y} flag={point.flag} size={6} />
            {named.has(index) && (
              <text
                class={`point-name ${x > plot.width - 90 ? 'end' : x < 90 ? 'start' : ''}`}
                x={x}
                y={point.flag === 'L' || point.flag === 'LL' ? y + 24 : y - 12}
              >
                {point.value}
                {word}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** Abnormal points and the last one are named, as long as the names do not run into each other; the later one wins. */
function namedPoints(points: readonly TrendPoint[], plot: Plot): Set<number> {
  const named = new Set<number>();
  let free = Number.POSITIVE_INFINITY;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (point === undefined) continue;
    const abnormal = point.flag !== null && point.flag !== 'N';
    const x = plot.x(Date.parse(point.at));
    if ((index === points.length - 1 || abnormal) && x < free - 96) {
      named.add(index);
      free = x;
    }
  }
  return named;
}
