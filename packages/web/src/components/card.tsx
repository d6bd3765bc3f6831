// A card: one subject with its heading and, at the right of it, the way to more.
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface CardProps {
  title: string;
  children: ComponentChildren;
  /** Where 'see all' leads. */
  more?: { href: string; text: string };
  tone?: 'attention' | 'danger' | 'plain';
  id?: string;
}

/** A section with a heading. */
export function Card({ title, children, more, tone = 'plain', id }: CardProps) {
  return (
    <section class={tone === 'plain' ? 'card' : `card ${tone}`} id={id}>
      <div class="card-head">
        <h2>{title}</h2>
        {more !== undefined && (
          <a class="more" href={more.href}>
            {more.text}
            <Icon name="arrow" />
          </a>
        )}
      </div>
      {children}
    </section>
  );
}

interface PageHeadProps {
  title: ComponentChildren;
  /** One line under the title. */
  lead?: ComponentChildren;
  back?: { href: string; text: string };
  children?: ComponentChildren;
}

/** The top of a page: a way back, the only `h1`, a line about it, and its actions. */
export function PageHead({ title, lead, back, children }: PageHeadProps) {
  return (
    <div class="page-head">
      {back !== undefined && (
        <a class="back" href={back.href}>
          <Icon name="back" />
          {back.text}
        </a>
      )}
      <div class="page-head-row">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {children !== undefined && <div class="actions">{children}</div>}
      </div>
    </div>
  );
}

/** Nothing is there, and what that does and does not mean. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
