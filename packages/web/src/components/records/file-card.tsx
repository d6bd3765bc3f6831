// A file of a record: what it is, how it looks, and the way to its bytes. One that is gone, or is not what was recorded, is
// said to be so, and never shown.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FileType, FileView } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { fileSize } from '../file-size.ts';
import { Icon } from '../icon.tsx';
import { DicomFacts } from './dicom-facts.tsx';
import { fieldName } from './record-words.ts';

/** Where the file belongs. */
export interface FilePlace {
  patient: string;
  record: number;
}

interface FileProps {
  file: FileView;
  place: FilePlace;
  printing: boolean;
}

const typeNames = {
  'application/pdf': 'file.type.pdf',
  'image/jpeg': 'file.type.jpeg',
  'image/png': 'file.type.png',
  'application/dicom': 'file.type.dicom',
} as const satisfies Record<FileType, string>;

/** The card of one file. */
export function FileCard(props: FileProps) {
  const page = usePage();
  const { t } = page;
  const { file, place } = props;
  const { state, id, type, size } = file;
  if (state !== 'whole') return <Damaged state={state} />;
  return (
    <Card title={file.slot === undefined ? t('file.card') : fieldName(page, file.slot.id, file.slot.name)}>
      <p class="muted">
        {t(typeNames[type])}, {fileSize(size)}
      </p>
      <Preview {...props} />
      <div class="actions">
        {type !== 'application/dicom' && (
          <a class="button quiet" href={paths.file(place.patient, place.record, id)} target="_blank" rel="noopener">
            <Icon name="eye" />
            {t('file.open')}
          </a>
        )}
        <a class="button quiet" href={paths.downloadFile(place.patient, place.record, id)} download>
          <Icon name="download" />
          {t('file.download')}
        </a>
      </div>
    </Card>
  );
}

function Damaged({ state }: { state: Exclude<FileView['state'], 'whole'> }) {
  const { t } = usePage();
  return (
    <section class={state === 'unreachable' ? 'card attention' : 'card danger'} role="alert">
      <h2>
        <Icon name="warning" /> {t(`file.state.${state}`)}
      </h2>
      <p>{t(`file.state.${state}Text`)}</p>
    </section>
  );
}

function Preview({ file, place, printing }: FileProps) {
  const { t } = usePage();
  const { id, type, title, dicom } = file;
  const name = t('file.preview', { title });
  const address = paths.file(place.patient, place.record, id);
  if (dicom !== undefined)
    return <DicomFacts dicom={dicom} picture={paths.filePicture(place.patient, place.record, id)} name={name} />;
  if (type !== 'application/pdf') return <img class="file-picture" src={address} alt={name} />;
  if (printing) return <p>{t('file.printPdf')}</p>;
  return <iframe class="file-pages" src={address} title={name} loading="lazy" />;
}
