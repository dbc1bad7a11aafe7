// The C++ side of `seqloc bench bags`: reads a bag of images with rosbag::View, as BenchReadCommand
// does with our own reader. Built on the user's machine against the rosbag that is installed there.
//
//   rosbag_peer BAG SECONDS list|pixels
//
// again and again for so long, at least twice.

#include <rosbag/bag.h>
#include <rosbag/view.h>
#include <sensor_msgs/Image.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// One byte of each is read: of every page of memory.
constexpr size_t kPage = 4096;

bool pass(const char* file, bool pixels) {
  const auto begin = std::chrono::steady_clock::now();
  uint64_t messages = 0;
  uint64_t bytes = 0;
  uint64_t sum = 0;
  {
    rosbag::Bag bag(file, rosbag::bagmode::Read);
    rosbag::View view(bag);
    for (const rosbag::MessageInstance& message : view) {
      const auto image = message.instantiate<sensor_msgs::Image>();
      if (!image) {
        std::fprintf(stderr, "%s is no image\n", message.getTopic().c_str());
        return false;
      }
      messages++;
      bytes += image->data.size();
      sum += message.getTime().toNSec() + image->header.stamp.toNSec() + message.getTopic().size();
      if (pixels) {
        for (size_t i = 0; i < image->data.size(); i += kPage) {
          sum += image->data[i];
        }
      }
    }
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("messages %llu bytes %llu sum %llu seconds %.9f\n",
              static_cast<unsigned long long>(messages), static_cast<unsigned long long>(bytes),
              static_cast<unsigned long long>(sum), seconds.count());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    return 2;
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::chrono::duration<double> length(std::atof(argv[2]));
  for (int i = 0; i < 2 || std::chrono::steady_clock::now() - begin < length; i++) {
    if (!pass(argv[1], std::string(argv[3]) == "pixels")) {
      return 1;
    }
  }
  return 0;
}
