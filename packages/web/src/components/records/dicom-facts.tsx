// What a DICOM file says of itself, and its first picture where a browser can show it.
import { usePage } from '../../layout/page.tsx';
import type { DicomView } from '../../view-types.ts';

/** The header's facts; `picture` is the address of the first frame. */
export function DicomFacts({ dicom, picture, name }: { dicom: DicomView; picture: string; name: string }) {
  const { t } = usePage();
  return (
    <>
      {dicom.picture ? (
        <figure class="file-figure">
          <img class="file-picture" src={picture} alt={name} />
          <figcaption class="muted">
            {dicom.frames > 1 ? t('dicom.firstOf', { count: dicom.frames }) : t('dicom.one')}
          </figcaption>
        </figure>
      ) : (
        <p>{t('dicom.noPicture')}</p>
      )}
      <h3>{t('dicom.header')}</h3>
      <dl class="facts">
        {dicom.facts.map(({ key, value }) => (
          <div key={key}>
            <dt>{t(`dicom.${key}`)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {dicom.unreadable && <p class="muted">{t('dicom.unreadable')}</p>}
    </>
  );
}
