// Facts of which some are words that a person typed: line breaks stay, and long words break.

/** Labels with what stands for them. */
export function TypedFacts({ facts, wide = false }: { facts: readonly (readonly [string, string])[]; wide?: boolean }) {
  return (
    <dl class={wide ? 'facts wide' : 'facts'}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="typed">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
