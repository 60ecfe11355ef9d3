import fc from 'fast-check';

/** Property tests find the same in every run; PEGBOARD_SEED, a number, makes them look elsewhere. */
fc.configureGlobal({ seed: Number(process.env['PEGBOARD_SEED'] ?? 20_260_501) });
