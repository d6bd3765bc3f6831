// A scanned document on the page of its record: what it is, and its file.
import { documentOf, type JsonObject } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import type { FileView } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { FileCard, type FilePlace } from './file-card.tsx';

interface ScannedDocumentProps {
  resources: readonly JsonObject[];
  files: readonly FileView[];
  place: FilePlace;
  printing: boolean;
}

/** The document's kind and note, then its files. */
export function ScannedDocument({ resources, files, place, printing }: ScannedDocumentProps) {
  const { t } = usePage();
  const documents = resources.flatMap((resource) => documentOf(resource) ?? []);
  return (
    <>
      {documents.map(({ kind, note, file }) => (
        <Card key={file.id} title={t(`document.kind.${kind}`)}>
          {note === undefined ? <p class="muted">{t('record.comment')}: –</p> : <p class="remark">{note}</p>}
        </Card>
      ))}
      {files.map((file) => (
        <FileCard key={file.id} file={file} place={place} printing={printing} />
      ))}
    </>
  );
}
