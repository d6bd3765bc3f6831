// The check of a receipt: takes the file that is chosen or dropped, has a worker check it, and says the answer in words. The
// worker is within this script, so that a saved page is one file, and so that it has the page's policy: no network.
import { answerBox, paragraph } from './answer-box.ts';
import { answerReceipt, type ReceiptPlace } from './receipt-answer.ts';
import type { ReceiptReport, ReceiptTask } from './receipt-report.ts';
import CheckWorker from './receipt-worker.ts?worker&inline';

/** Far beyond what is issued; more would only exhaust the device. */
const LARGEST = 64 * 1024 * 1024;

let worker: Worker | undefined;
let chosen: File | undefined;

for (const section of document.querySelectorAll<HTMLElement>('[data-receipt]')) openCheck(section);

function openCheck(section: HTMLElement): void {
  const input = part<HTMLInputElement>(section, '[data-file]');
  const { lang = 'en', zone = 'UTC', messages = '{}' } = section.dataset;
  const place: ReceiptPlace = { lang: lang as ReceiptPlace['lang'], zone, messages: JSON.parse(messages) };
  const begin = (file: File | undefined) => {
    chosen = file;
    if (file !== undefined) checkChosen(section, place, file);
  };
  input.addEventListener('change', () => begin(input.files?.[0]));
  part(section, '[data-trusted]').addEventListener('change', () => begin(chosen));
  section.addEventListener('dragover', (event) => event.preventDefault());
  section.addEventListener('drop', (event) => {
    event.preventDefault();
    begin(event.dataTransfer?.files[0]);
  });
}

function checkChosen(section: HTMLElement, place: ReceiptPlace, file: File): void {
  worker?.terminate();
  const { messages } = place;
  if (file.size > LARGEST) {
    show(section, answerBox('high', messages['receipt.tooLarge']));
    return;
  }
  show(section, paragraph(messages['receipt.checking']));
  worker = new CheckWorker();
  worker.onmessage = ({ data }: MessageEvent<ReceiptReport>) => finish(section, place, data);
  worker.onerror = () => finish(section, place, { kind: 'failed' });
  const trusted = part<HTMLTextAreaElement>(section, '[data-trusted]').value;
  worker.postMessage({ file, trusted } satisfies ReceiptTask);
}

function finish(section: HTMLElement, place: ReceiptPlace, report: ReceiptReport): void {
  worker?.terminate();
  show(section, answerReceipt(place, report));
}

function show(section: HTMLElement, answer: HTMLElement): void {
  part(section, '[data-answer]').replaceChildren(answer);
}

function part<T extends HTMLElement = HTMLElement>(section: HTMLElement, selector: string): T {
  const found = section.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}
