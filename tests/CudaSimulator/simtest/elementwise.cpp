// Element-wise kernels against plain float64 loops.
#include "kernels.h"

#include <cstring>
#include <memory>

Words philox(unsigned c0, unsigned c1, unsigned c2, unsigned c3, uint64_t key)
{
    auto k0 = static_cast<unsigned>(key), k1 = static_cast<unsigned>(key >> 32);
    for (int round = 0; round < 10; round++)
    {
        uint64_t p0 = uint64_t{0xD2511F53} * c0, p1 = uint64_t{0xCD9E8D57} * c2;
        unsigned n0 = static_cast<unsigned>(p1 >> 32) ^ c1 ^ k0, n2 = static_cast<unsigned>(p0 >> 32) ^ c3 ^ k1;
        c0 = n0, c1 = static_cast<unsigned>(p1), c2 = n2, c3 = static_cast<unsigned>(p0);
        k0 += 0x9E3779B9, k1 += 0xBB67AE85;
    }
    return {{c0, c1, c2, c3}};
}

TEST(the_reference_philox_gives_the_published_words)
{
    // Known answers of the Random123 library for philox4x32-10.
    Words zero = philox(0, 0, 0, 0, 0);
    CHECK(zero.word[0] == 0x6627e8d5 && zero.word[1] == 0xe169c58d && zero.word[2] == 0xbc57ac4c
          && zero.word[3] == 0x9b00dbd8);
    Words ones = philox(~0u, ~0u, ~0u, ~0u, ~uint64_t{0});
    CHECK(ones.word[0] == 0x408f276d && ones.word[1] == 0x41c83b0e && ones.word[2] == 0xa20bc7c6
          && ones.word[3] == 0x6d5451fd);
}

TEST(fill_sets_every_element)
{
    setup();
    for (size_t count : {1u, 3u, 4u, 1000u, 4099u})
    {
        DeviceArray<float> memory(count);
        run("fill", "mirrored_fill", 2, 1, 256, FillArguments{memory.pointer(), static_cast<int64_t>(count), 2.5f, 0});
        for (float value : memory.read()) CHECK(value == 2.5f);
    }
    // Memory that is not aligned for vectors.
    DeviceArray<float> memory(std::vector<float>(9, 1));
    run("fill", "mirrored_fill", 1, 1, 256, FillArguments{memory.pointer() + 1, 7, 2, 0});
    CHECK((memory.read() == std::vector<float>{1, 2, 2, 2, 2, 2, 2, 2, 1}));
}

TEST(random_uniform_draws_the_documented_words)
{
    setup();
    const size_t count = 1003;
    const uint64_t seed = 0x123456789ABCDEF0;
    DeviceArray<float> memory(count);
    run("random_uniform", "mirrored_random_uniform", 2, 1, 256,
        RandomUniformArguments{memory.pointer(), count, seed, 0x80000007, -0.5f, 0.25f, 0});
    std::vector<float> found = memory.read();
    for (size_t i = 0; i < count; i++)
    {
        unsigned word = philox(static_cast<unsigned>(i / 4), 0, 0, 0x80000007, seed).word[i % 4];
        CHECK(found[i] == fmaf(static_cast<float>(word >> 8) / 16777216.0f, 0.75f, -0.5f));
    }
}

TEST(gather_picks_rows_of_every_type)
{
    setup();
    for (int length : {1, 3, 4, 28, 784})
    {
        const int source_rows = 20, rows = 13;
        auto elements = static_cast<size_t>(source_rows * length), out = static_cast<size_t>(rows * length);
        std::vector<float> floats = numbers(elements);
        std::vector<int> ints = labels_below(1000, elements), picks = labels_below(source_rows, rows);
        std::vector<unsigned char> bytes(elements);
        for (size_t i = 0; i < elements; i++) bytes[i] = static_cast<unsigned char>(i * 37 + i / 251);
        std::vector<float> table = numbers(256, 9);
        DeviceArray<float> d_floats(floats), d_table(table), d_float_out(out), d_byte_out(out);
        DeviceArray<int> d_ints(ints), d_picks(picks), d_int_out(out), d_label_out(out);
        DeviceArray<unsigned char> d_bytes(bytes);
        auto gather = [&](const char* name, const void* features, const void* labels, void* output)
        {
            DeviceArray<StepFeed> feed(std::vector<StepFeed>{{features, labels, d_picks.pointer(), d_table.pointer(), nullptr}});
            run("gather", name, 3, 1, 256, GatherArguments{feed.pointer(), output, rows, length});
        };
        gather("mirrored_gather_floats", d_floats.pointer(), nullptr, d_float_out.pointer());
        gather("mirrored_gather_bytes", d_bytes.pointer(), nullptr, d_byte_out.pointer());
        gather("mirrored_gather_label_words", nullptr, d_ints.pointer(), d_int_out.pointer());
        gather("mirrored_gather_label_bytes", nullptr, d_bytes.pointer(), d_label_out.pointer());
        std::vector<float> float_out = d_float_out.read(), byte_out = d_byte_out.read();
        std::vector<int> int_out = d_int_out.read(), label_out = d_label_out.read();
        bool same = true;
        for (size_t i = 0; i < out; i++)
        {
            size_t from =
                static_cast<size_t>(picks[i / static_cast<size_t>(length)] * length) + i % static_cast<size_t>(length);
            same = same && float_out[i] == floats[from] && byte_out[i] == table[bytes[from]] && int_out[i] == ints[from]
                   && label_out[i] == bytes[from];
        }
        CHECK(same);
    }
}

// One weight of some elements, in flat memory that ends with the block of 64 that it begins last.
struct Update
{
    size_t count, length;
    std::vector<float> w, g, m, v;
    Rule adam{{static_cast<float>(1 - 0.9), static_cast<float>(1 - 0.999), 1e-7f}, {}};
    DeviceArray<float> dw, dg, dm, dv;
    DeviceArray<Segment> segments;
    DeviceArray<int> blocks;
    DeviceArray<Rule> rule;

    explicit Update(size_t elements)
        : count(elements), length((elements + 63) / 64 * 64), w(flat(1)), g(flat(2)), m(flat(3)), v(flat(4)), dw(w), dg(g), dm(m),
          dv(v), segments(std::vector<Segment>{{0, static_cast<int>(elements), 0, 0, 0, -INFINITY, {}}}),
          blocks(std::vector<int>(length / 64, 0)), rule(std::vector<Rule>{adam})
    {
    }

    void launch(StepState state)
    {
        DeviceArray<StepState> ds(std::vector<StepState>{state});
        UpdateArguments arguments{};
        arguments.weights = dw.pointer();
        arguments.gradients = dg.pointer();
        arguments.slots[0] = dm.pointer();
        arguments.slots[1] = dv.pointer();
        arguments.segments = segments.pointer();
        arguments.blocks = blocks.pointer();
        arguments.rule = rule.pointer();
        arguments.state = ds.pointer();
        arguments.count = static_cast<int64_t>(length);
        arguments.clip_value = INFINITY;
        arguments.slot_count = 2;
        arguments.written = 13; // the weight and both slots
        run("update", "mirrored_adam", 2, 1, 128, arguments);
    }

  private:
    std::vector<float> flat(unsigned seed) const
    {
        std::vector<float> values = numbers(count, seed);
        if (seed == 4)
            for (float& value : values) value = std::fabs(value);
        values.resize(length);
        return values;
    }
};

TEST(adam_updates_weights_and_moments)
{
    setup();
    for (size_t count : {1u, 1026u})
    {
        Update update(count);
        StepState state;
        update.launch(state);
        std::vector<double> ew, em, ev;
        for (size_t i = 0; i < update.length; i++)
        {
            double g = double(update.g[i]);
            em.push_back(update.m[i] + (g - update.m[i]) * double(update.adam.constants[0]));
            ev.push_back(update.v[i] + (g * g - update.v[i]) * double(update.adam.constants[1]));
            ew.push_back(update.w[i]
                         + double(state.scalars[0]) * em[i] / (std::sqrt(ev[i]) + double(update.adam.constants[2])));
        }
        // Magnitudes up to 1 and a few roundings each; the weight's step, up to 0.01 * 1 / 1e-2, has four.
        check_near(update.dm.read(), em, 4 * HalfUlp, "momentum");
        check_near(update.dv.read(), ev, 4 * HalfUlp, "velocity");
        check_near(update.dw.read(), ew, 16 * HalfUlp, "weights");
    }
}

TEST(adam_does_nothing_when_told_to_skip)
{
    setup();
    StepState state;
    state.skip = 1;
    Update update(16);
    update.launch(state);
    CHECK(update.dw.read() == update.w && update.dm.read() == update.m && update.dv.read() == update.v);
}

TEST(reduce_leaves_adds_in_the_documented_order)
{
    setup();
    const size_t count = 300, start = 7, length = 290;
    for (int sources : {1, 3, 8, 16})
    {
        std::vector<std::vector<float>> values;
        std::vector<std::unique_ptr<DeviceArray<float>>> ranges;
        ReduceLeavesArguments arguments{};
        for (int s = 0; s < sources; s++)
        {
            values.push_back(numbers(count, static_cast<unsigned>(s + 1)));
            ranges.push_back(std::make_unique<DeviceArray<float>>(values.back()));
            arguments.sources[s] = ranges.back()->pointer();
        }
        DeviceArray<float> other(std::vector<float>(count, -1));
        arguments.destinations[0] = ranges[0]->pointer();
        arguments.destinations[1] = other.pointer();
        arguments.start = start;
        arguments.count = length;
        arguments.source_count = sources;
        arguments.destination_count = 2;
        run("reduce_leaves", "mirrored_reduce_leaves", 2, 1, 256, arguments);
        std::vector<float> first = ranges[0]->read(), second = other.read();
        for (size_t i = 0; i < count; i++)
        {
            bool inside = i >= start && i < start + length;
            auto v = [&](int s) { return values[static_cast<size_t>(s)][i]; };
            float sum = v(0);
            if (sources == 8) sum = ((v(0) + v(1)) + (v(2) + v(3))) + ((v(4) + v(5)) + (v(6) + v(7)));
            else
                for (int s = 1; s < sources; s++) sum += v(s);
            CHECK(first[i] == (inside ? sum : v(0)) && second[i] == (inside ? sum : -1));
        }
    }
}
