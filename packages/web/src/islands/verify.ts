// The verify button: starts the worker, shows how far it is, and says the answer in words.
import { erasedLines } from './answer-erased.ts';
import { answerFailed, answerUnreachable, answerVerified, type Panel } from './verify-answer.ts';
import type { Verified, VerifyReport, VerifyTask } from './verify-protocol.ts';

for (const section of document.querySelectorAll<HTMLElement>('[data-verify]')) openPanel(section);

function openPanel(section: HTMLElement): void {
  const panel: Panel = { section, messages: JSON.parse(section.dataset.messages ?? '{}') };
  const start = part(section, '[data-start]');
  const stop = part(section, '[data-stop]');
  start.addEventListener('click', () => {
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
    begin(panel);
    stop.onclick = () => {
      worker.terminate();
      end(panel);
      part(section, '[data-answer]').textContent = panel.messages['verify.stopped'];
    };
    worker.addEventListener('message', (event: MessageEvent<VerifyReport>) => {
      if (take(panel, event.data)) worker.terminate();
    });
    worker.addEventListener('error', () => take(panel, { kind: 'unreachable', message: '' }));
    worker.postMessage(taskOf(section));
  });
}

function taskOf({ dataset }: HTMLElement): VerifyTask {
  return {
    proof: dataset.verify ?? '',
    scope: dataset.scope === 'record' ? 'record' : 'chain',
    total: Number(dataset.total),
  };
}

function begin({ section, messages }: Panel): void {
  part(section, '[data-start]').hidden = true;
  part(section, '[data-stop]').hidden = false;
  part(section, '[data-progress]').hidden = false;
  part(section, '[data-progress-text]').textContent = messages['verify.loading'];
  part(section, '[data-answer]').replaceChildren();
  part<HTMLProgressElement>(section, 'progress').value = 0;
}

/** Shows a report; true when it is the last. */
function take(panel: Panel, report: VerifyReport): boolean {
  if (report.kind === 'progress') {
    showProgress(panel, report.done, report.total);
    return false;
  }
  end(panel);
  const answer = part(panel.section, '[data-answer]');
  if (report.kind === 'verified') answer.replaceChildren(withErased(panel, report));
  else if (report.kind === 'failed') answer.replaceChildren(answerFailed(panel, report));
  else answer.replaceChildren(answerUnreachable(panel));
  return true;
}

function withErased(panel: Panel, report: Verified): HTMLElement {
  const box = answerVerified(panel, report);
  box.querySelector('details')?.before(...erasedLines(panel, report));
  return box;
}

function showProgress({ section, messages }: Panel, done: number, total: number): void {
  const text = messages['verify.checking'].replace('{done}', String(done)).replace('{total}', String(total));
  part(section, '[data-progress-text]').textContent = text;
  part<HTMLProgressElement>(section, 'progress').value = total === 0 ? 1 : done / total;
}

function end({ section, messages }: Panel): void {
  const start = part(section, '[data-start]');
  start.hidden = false;
  start.textContent = messages['verify.again'];
  part(section, '[data-stop]').hidden = true;
  part(section, '[data-progress]').hidden = true;
}

function part<T extends HTMLElement = HTMLElement>(section: HTMLElement, selector: string): T {
  const found = section.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}
