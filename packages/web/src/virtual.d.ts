// What vite.config.ts provides at build time.
declare module 'virtual:island-addresses' {
  const addresses: Readonly<Record<string, string>>;
  export default addresses;
}
