// Every address the pages link to, in one place.

/** Addresses of the application, already encoded. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  signOut: '/sign-out',
  preferences: '/preferences',
  access: '/access',
  accessLog: '/access/log',
  more: '/more',
  about: '/about',
  findPatient: '/patients',
  patient: (number: string) => `/patients/${encodeURIComponent(number)}`,
  records: (number: string) => `${paths.patient(number)}/records`,
  record: (number: string, record: number) => `${paths.records(number)}/${record}`,
  recordProof: (number: string, record: number) => `${paths.record(number, record)}/proof`,
  writeLaboratory: (number: string) => `${paths.records(number)}/laboratory`,
  trend: (number: string, code: string) => `${paths.patient(number)}/trends/${encodeURIComponent(code)}`,
  requestAccess: (number: string) => `${paths.patient(number)}/access-requests`,
  verify: (number: string) => `${paths.patient(number)}/verify`,
  proof: (number: string) => `${paths.patient(number)}/proof`,
  request: (id: string) => `/access/requests/${encodeURIComponent(id)}`,
  decide: (id: string) => `${paths.request(id)}/decision`,
  cancelRequest: (id: string) => `${paths.request(id)}/cancel`,
  revoke: (id: string) => `/access/grants/${encodeURIComponent(id)}/revoke`,
};
