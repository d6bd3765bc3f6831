// A line as high as a row of text: earlier values, the reference band under them, and the mark of the last one.
import { usePage } from '../layout/page.tsx';
import type { TrendPoint } from '../view-types.ts';
import { Marker } from './marker.tsx';
import { domainOf, linearScale } from './scale.ts';

interface SparklineProps {
  points: readonly TrendPoint[];
  low: number | null;
  high: number | null;
}

const width = 112;
const height = 30;

/** The last values as a small line; needs two. */
export function Sparkline({ points, low, high }: SparklineProps) {
  const { t } = usePage();
  const last = points.at(-1);
  if (points.length < 2 || last === undefined) return null;
  const values = points.map((point) => Number(point.value));
  const times = points.map((point) => Date.parse(point.at));
  const domain = domainOf(values, [low, high]);
  const x = linearScale({ low: Math.min(...times), high: Math.max(...times) }, { low: 4, high: width - 8 });
  const y = linearScale(domain, { low: height - 3, high: 3 });
  const line = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(times[index] ?? 0)} ${y(value)}`).join('');
  const top = y(high ?? domain.high);
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={t('trend.spark', { count: points.length })}
    >
      {(low !== null || high !== null) && (
        <rect class="band" x="0" y={top} width={width} height={Math.max(1, y(low ?? domain.low) - top)} rx="2" />
      )}
      <path class="line" d={line} />
      <Marker x={x(times.at(-1) ?? 0)} y={y(values.at(-1) ?? 0)} flag={last.flag} size={4.5} />
    </svg>
  );
}
