// A button that is a form of its own: it does one thing.
import { usePage } from '../layout/page.tsx';

interface PostButtonProps {
  action: string;
  text: string;
  /** For screen readers, where the text alone does not say which one is meant. */
  label?: string;
  values?: Readonly<Record<string, string>>;
  /** Takes something away. */
  refuse?: boolean;
  /** What the page is for. */
  main?: boolean;
  /** Deletes for good. */
  danger?: boolean;
}

/** POST `action` {…values, _csrf} */
export function PostButton({
  action,
  text,
  label,
  values = {},
  refuse = false,
  main = false,
  danger = false,
}: PostButtonProps) {
  const { csrf } = usePage();
  const tone = danger ? 'danger' : refuse ? 'refuse' : 'quiet';
  return (
    <form method="post" action={action}>
      <input type="hidden" name="_csrf" value={csrf} />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button class={main ? 'button' : `button ${tone}`} type="submit" aria-label={label}>
        {text}
      </button>
    </form>
  );
}
