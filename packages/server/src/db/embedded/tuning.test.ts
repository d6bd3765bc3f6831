import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tune } from './tuning.ts';

const GiB = 1024 ** 3;

describe('tune', () => {
  it('fits a machine of 24 GiB and two cores', () => {
    expect(tune({ memory: 24 * GiB, cpus: 2 })).toMatchObject({
      shared_buffers: '3072MB',
      effective_cache_size: '12288MB',
      work_mem: '24MB',
      maintenance_work_mem: '768MB',
      max_wal_size: '3072MB',
      max_connections: '100',
      max_parallel_workers_per_gather: '1',
    });
  });

  it('fits the smallest machine', () => {
    expect(tune({ memory: 0.5 * GiB, cpus: 1 })).toMatchObject({ shared_buffers: '64MB', work_mem: '4MB' });
  });

  it('never plans more memory than half of a machine of 1 GiB or more', () => {
    const machines = fc.record({ memory: fc.integer({ min: 1, max: 4096 }).map((n) => n * GiB), cpus: fc.nat(256) });
    fc.assert(
      fc.property(machines, (machine) => {
        const settings = tune(machine);
        const megabytes = (name: string) => Number.parseInt(settings[name] ?? '', 10);
        const planned = megabytes('shared_buffers') + megabytes('work_mem') * 10 + megabytes('maintenance_work_mem');
        expect(planned * 1024 * 1024).toBeLessThanOrEqual(machine.memory / 2);
      }),
    );
  });

  it('never trades durability for speed', () => {
    const settings = tune({ memory: GiB, cpus: 1 });
    expect(settings).toMatchObject({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  });
});
