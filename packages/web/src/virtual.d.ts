// What vite.config.ts provides at build time.
declare module 'virtual:island-addresses' {
  const addresses: Readonly<Record<string, string>>;
  export default addresses;
}
declare module 'virtual:receipt-script' {
  const script: string;
  export default script;
}
declare module '*?worker&inline' {
  const Inlined: new () => Worker;
  export default Inlined;
}
