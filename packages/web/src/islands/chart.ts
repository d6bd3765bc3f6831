// Tooltips of the large chart: the value nearest to the pointer, in words. The table below the chart says the same.

for (const chart of document.querySelectorAll<HTMLElement>('[data-chart]')) followPointer(chart);

function followPointer(chart: HTMLElement): void {
  const tip = document.createElement('div');
  tip.className = 'chart-tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true');
  chart.append(tip);
  chart.addEventListener('pointermove', (event) => showNearest(chart, tip, event));
  chart.addEventListener('pointerdown', (event) => showNearest(chart, tip, event));
  chart.addEventListener('pointerleave', () => {
    tip.hidden = true;
    mark(chart, null);
  });
}

function showNearest(chart: HTMLElement, tip: HTMLElement, event: PointerEvent): void {
  const points = [...chart.querySelectorAll<SVGGElement>('.point')].filter(
    (point) => point.getClientRects().length > 0,
  );
  const distance = (point: SVGGElement) => Math.abs(centre(point).x - event.clientX);
  const nearest = points.sort((a, b) => distance(a) - distance(b))[0];
  if (nearest === undefined) return;
  mark(chart, nearest);
  tip.textContent = nearest.dataset.tip ?? '';
  tip.hidden = false;
  place(tip, chart.getBoundingClientRect(), centre(nearest));
}

function centre(point: SVGGElement): { x: number; y: number } {
  const box = point.querySelector('.marker')?.getBoundingClientRect() ?? point.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function place(tip: HTMLElement, chart: DOMRect, at: { x: number; y: number }): void {
  const left = Math.min(Math.max(at.x - chart.x - tip.offsetWidth / 2, 0), chart.width - tip.offsetWidth);
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.max(0, at.y - chart.y - tip.offsetHeight - 14)}px`;
}

function mark(chart: HTMLElement, point: SVGGElement | null): void {
  for (const other of chart.querySelectorAll('.point.near')) other.classList.remove('near');
  point?.classList.add('near');
}
